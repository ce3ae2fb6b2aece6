// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** The wait target of a sleeping greenlet, in reports. */
final class Sleep {

    static final Sleep INSTANCE = new Sleep("its sleep to end");

    /** A sleep that does not keep the hub alive. */
    static final Sleep BACKGROUND = new Sleep("its sleep to end, which does not keep the hub alive");

    private final String text;

    private Sleep(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
