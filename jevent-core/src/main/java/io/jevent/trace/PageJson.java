// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import java.io.IOException;
import java.io.Writer;

/** Writes JSON that may also stand inside of an HTML page. */
final class PageJson {

    private PageJson() {}

    /** Writes a string; what could end a script element or a string in a script is escaped. */
    static void string(Writer out, String text) throws IOException {
        out.write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.write('\\');
                out.write(c);
            } else if (c < ' '
                    || c == '<'
                    || c == '>'
                    || c == '&'
                    || c == '\u2028'
                    || c == '\u2029'
                    || Character.isSurrogate(c)) {
                out.write(String.format("\\u%04x", (int) c));
            } else {
                out.write(c);
            }
        }
        out.write('"');
    }
}
