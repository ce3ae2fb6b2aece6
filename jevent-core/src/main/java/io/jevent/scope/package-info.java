// SPDX-License-Identifier: Apache-2.0
/**
 * Structured concurrency: greenlets that cannot outlive the block that spawned them.
 *
 * <p>gevent has nothing of the kind; the models are Trio's nurseries and the JDK's {@code StructuredTaskScope}.
 */
@NullMarked
package io.jevent.scope;

import org.jspecify.annotations.NullMarked;
