// SPDX-License-Identifier: Apache-2.0
/**
 * Opens a package of the JDK by the Java Native Interface, which is called through the foreign-function API.
 *
 * <p>Reading order: {@link io.jevent.internal.open.JniOpener} starts an {@link io.jevent.internal.open.OpeningThread},
 * which finds the JVM with {@link io.jevent.internal.open.JvmLibrary} and calls its functions with
 * {@link io.jevent.internal.open.Jni}.
 */
@NullMarked
package io.jevent.internal.open;

import org.jspecify.annotations.NullMarked;
