// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.logging;

/** A finder that finds no logger. */
public final class BrokenFinder extends System.LoggerFinder {

    /** For the service loader. */
    public BrokenFinder() {
        super();
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        if (name.startsWith("io.jevent.")) {
            throw new IllegalStateException("no configuration");
        }
        throw new IllegalArgumentException(name);
    }
}
