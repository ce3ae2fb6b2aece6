// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** A callback that belongs to a realm. */
final class RealmWork implements Runnable {

    private final Hub hub;
    final Realm realm;
    private final Runnable work;

    RealmWork(Hub hub, Realm realm, Runnable work) {
        this.hub = hub;
        this.realm = realm;
        this.work = work;
    }

    boolean isDirect() {
        return work instanceof DirectCallback || (work instanceof Link link && link.isDirect());
    }

    @Override
    public void run() {
        if (!realm.holdsBack(() -> hub.runQueue().add(new Callback(this)))) {
            hub.realms().call(realm, work);
        }
    }
}
