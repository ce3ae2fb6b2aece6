// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.math.BigDecimal;

/** The wait target of a sleeping greenlet, in reports; whether it keeps the hub alive. */
record Sleep(long nanos, boolean keepsAlive) {

    @Override
    public String toString() {
        return "sleep " + length() + (keepsAlive ? "" : " (does not keep the hub alive)");
    }

    private String length() {
        if (nanos >= 1_000_000_000) {
            return decimal(9) + " s";
        }
        return nanos >= 1_000_000 ? decimal(6) + " ms" : decimal(3) + " µs";
    }

    private String decimal(int digits) {
        return BigDecimal.valueOf(nanos, digits).stripTrailingZeros().toPlainString();
    }
}
