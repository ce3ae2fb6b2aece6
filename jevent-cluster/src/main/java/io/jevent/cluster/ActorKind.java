// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The actors of one name.
 *
 * @param name the name
 * @param factory creates the state for a key
 * @param options the options
 * @param durable whether the states are stored
 * @param load counts what they have to do on this node
 */
record ActorKind<M, R extends @Nullable Object>(
        String name,
        Function<String, ? extends KeyedActor<M, R>> factory,
        ActorOptions options,
        boolean durable,
        Load load) {}
