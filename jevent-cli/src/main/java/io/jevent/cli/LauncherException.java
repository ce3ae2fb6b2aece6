// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

/** The launcher cannot run the command; has the message to print and the exit status. */
final class LauncherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private LauncherException(int status, String words) {
        super(words);
        this.status = status;
    }

    /** The command line asks for something that does not exist or is not written correctly. */
    static LauncherException usage(String words) {
        return new LauncherException(2, words);
    }

    /** The command line is right, but the program it names cannot be compiled or started. */
    static LauncherException program(String words) {
        return new LauncherException(1, words);
    }

    LauncherException because(Throwable cause) {
        initCause(cause);
        return this;
    }

    int status() {
        return status;
    }
}
