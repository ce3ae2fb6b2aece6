// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import io.jevent.internal.access.JavaLangOpener;

/** Opens {@code java.lang} by the Java Native Interface, which has no access checks by its specification. */
public final class JniOpener implements JavaLangOpener {

    private final JvmLibrary library;

    /** Creates the opener for the JVM that runs. */
    public JniOpener() {
        this(JvmLibrary.ofThisJvm());
    }

    JniOpener(JvmLibrary library) {
        this.library = library;
    }

    @Override
    public void openTo(Module module) {
        var thread = new OpeningThread(library, module);
        thread.start();
        joinUninterruptibly(thread);
        thread.throwIfFailed();
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
