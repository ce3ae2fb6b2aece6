// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that has ended, and its output into pipes.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @gevent {@code CompletedProcess}
 * @since 0.1
 */
public final class CompletedProcess {

    private final List<String> command;
    private final int returnCode;
    private final byte[] stdout;
    private final byte[] stderr;

    CompletedProcess(List<String> command, int returnCode, byte[] stdout, byte[] stderr) {
        this.command = command;
        this.returnCode = returnCode;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Returns the command line.
     *
     * @return the program and its arguments
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns its exit status; see {@link Popen#returnCode}.
     *
     * @return zero for success
     */
    public int returnCode() {
        return returnCode;
    }

    /**
     * Returns its standard output, if that was a pipe.
     *
     * @return a copy
     */
    public byte[] stdout() {
        return stdout.clone();
    }

    /**
     * Returns its standard error, if that was a pipe.
     *
     * @return a copy
     */
    public byte[] stderr() {
        return stderr.clone();
    }

    /**
     * Returns its standard output as text in UTF-8.
     *
     * @return the text, with its line ends
     */
    public String stdoutText() {
        return stdoutText(StandardCharsets.UTF_8);
    }

    /**
     * Returns its standard output as text.
     *
     * @param charset its encoding
     * @return the text, with its line ends
     */
    public String stdoutText(Charset charset) {
        return new String(stdout, charset);
    }

    /**
     * Returns its standard error as text in UTF-8.
     *
     * @return the text, with its line ends
     */
    public String stderrText() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    /**
     * Returns this if the return code is zero, else throws.
     *
     * @return this
     * @throws CalledProcessException if the return code is not zero
     * @gevent {@code check_returncode()}
     */
    public CompletedProcess check() throws CalledProcessException {
        if (returnCode != 0) {
            throw new CalledProcessException(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return command + " ended with " + returnCode;
    }
}
