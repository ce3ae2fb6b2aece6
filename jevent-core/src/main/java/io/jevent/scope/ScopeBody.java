// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import org.jspecify.annotations.Nullable;

/**
 * The body of a {@link Scope}.
 *
 * @param <T> the type of its value
 * @since 0.1
 */
@FunctionalInterface
public interface ScopeBody<T extends @Nullable Object> {

    /**
     * Does it.
     *
     * @param scope where to spawn
     * @return the value
     * @throws Exception whatever goes wrong; it cancels the children
     */
    T call(Scope scope) throws Exception;
}
