// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import io.jevent.exceptions.GreenletSignal;

/** Ends the body of a scope because one of its children failed; it never leaves the scope. */
final class ScopeCancelled extends GreenletSignal {

    private static final long serialVersionUID = 1L;

    ScopeCancelled() {
        super("a child of this scope failed");
    }
}
