// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.nio.charset.Charset;
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
    private final TextMode text;

    CompletedProcess(List<String> command, int returnCode, byte[] stdout, byte[] stderr, TextMode text) {
        this.command = command;
        this.returnCode = returnCode;
        this.stdout = stdout;
        this.stderr = stderr;
        this.text = text;
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
     * Returns its standard output as text, in the text mode of the command: in UTF-8, unless that sets another
     * encoding.
     *
     * @return the text, with its line ends
     */
    public String stdoutText() {
        return text.decode(stdout);
    }

    /**
     * Returns its standard output as text in a given encoding.
     *
     * @param charset its encoding
     * @return the text, with its line ends
     */
    public String stdoutText(Charset charset) {
        return text.decode(stdout, charset);
    }

    /**
     * Returns its standard error as text, in the text mode of the command.
     *
     * @return the text, with its line ends
     */
    public String stderrText() {
        return text.decode(stderr);
    }

    /**
     * Returns its standard error as text in a given encoding.
     *
     * @param charset its encoding
     * @return the text, with its line ends
     */
    public String stderrText(Charset charset) {
        return text.decode(stderr, charset);
    }

    /**
     * Returns the lines of its standard output, in the text mode of the command.
     *
     * @return the lines, without their ends
     */
    public List<String> stdoutLines() {
        return stdoutText().lines().toList();
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
