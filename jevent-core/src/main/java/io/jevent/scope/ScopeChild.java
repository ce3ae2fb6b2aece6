// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import io.jevent.Greenlet;
import io.jevent.internal.rethrow.Fresh;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A greenlet whose failure goes to its scope and is not printed. */
final class ScopeChild<T extends @Nullable Object> extends Greenlet<T> {

    private final Scope scope;
    private final boolean failsScope;

    ScopeChild(Scope scope, Callable<? extends T> body, Object site, boolean failsScope) {
        super(Objects.requireNonNull(body, "body"), site);
        this.scope = scope;
        this.failsScope = failsScope;
    }

    Scope scope() {
        return scope;
    }

    @Override
    protected void reportFailure(Throwable thrown) {
        if (failsScope) {
            scope.failed(Fresh.copyOf(thrown)); // the scope adds other failures to it
        }
    }
}
