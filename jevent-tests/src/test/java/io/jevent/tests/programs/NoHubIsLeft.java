// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import io.jevent.hub.Hub;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves an open hub on its thread: a later test of the thread could not open its own. */
public final class NoHubIsLeft implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        Hub left = Hub.ifCurrent();
        if (left != null) {
            left.close();
            throw new AssertionError(context.getUniqueId() + " has left open " + left);
        }
    }
}
