// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** The wait target of a sleeping greenlet, in reports. */
final class Sleep {

    static final Sleep INSTANCE = new Sleep();

    private Sleep() {}

    @Override
    public String toString() {
        return "its sleep to end";
    }
}
