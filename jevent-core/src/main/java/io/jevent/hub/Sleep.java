// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** What a sleeping greenlet waits on, in reports. */
final class Sleep {

    static final Sleep INSTANCE = new Sleep();

    private Sleep() {}

    @Override
    public String toString() {
        return "its sleep to end";
    }
}
