// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import io.jevent.exceptions.GreenletSignal;

/** Ends the body of a scope because one of its children failed; it never leaves the scope. */
final class ScopeCancelled extends GreenletSignal {

    private static final long serialVersionUID = 1L;

    private final transient Scope scope;

    ScopeCancelled(Scope scope) {
        super("a child of this scope failed");
        this.scope = scope;
    }

    /** The scope whose body it ends. */
    Scope scope() {
        return scope;
    }
}
