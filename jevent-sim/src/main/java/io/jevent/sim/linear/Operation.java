// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that a {@link Scenario} may call. Its parameters are small whole numbers ({@code int}, {@code long}),
 * {@code boolean}s, {@code String}s or enums, which the scenario chooses. Its result needs {@code equals}; an exception
 * counts as a result by its type.
 *
 * @since 0.1
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {}
