// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

/**
 * Opens {@code java.lang} without a flag of the JVM. Found by {@link java.util.ServiceLoader}; the artifact
 * {@code jevent-open} provides the implementation.
 */
@FunctionalInterface
public interface JavaLangOpener {

    /**
     * Opens {@code java.lang} to a module, for deep reflection and private lookups.
     *
     * @param module the module to open the package to
     * @throws UnsupportedOperationException if this JVM does not permit it; the message names the reason
     */
    void openTo(Module module);
}
