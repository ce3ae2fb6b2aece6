// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The form of text in the pipes of a process.
 *
 * @param charset the encoding
 * @param universalNewlines whether {@code \r\n} and {@code \r} of the process become {@code \n}, and {@code \n} of its
 *     input the line separator of the system
 */
record TextMode(Charset charset, boolean universalNewlines) {

    static final TextMode DEFAULT = new TextMode(StandardCharsets.UTF_8, false);

    byte[] encode(String text) {
        return (universalNewlines ? text.replace("\n", System.lineSeparator()) : text).getBytes(charset);
    }

    String decode(byte[] bytes) {
        return decode(bytes, charset);
    }

    String decode(byte[] bytes, Charset by) {
        String text = new String(bytes, by);
        return universalNewlines ? text.replace("\r\n", "\n").replace('\r', '\n') : text;
    }
}
