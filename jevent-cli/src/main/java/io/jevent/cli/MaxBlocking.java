// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.internal.settings.Setting;

/** The limit of {@code --max-blocking}: a program that is started here has one, unless it sets another. */
final class MaxBlocking {
    private static final String DEFAULT = "1s";

    private MaxBlocking() {}

    static void setDefault() {
        if (!Setting.MAX_BLOCKING.isSet()) {
            System.setProperty(Setting.MAX_BLOCKING.property(), DEFAULT);
        }
    }
}
