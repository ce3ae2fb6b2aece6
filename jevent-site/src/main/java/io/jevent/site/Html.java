// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

/** Text in HTML. */
final class Html {

    private Html() {}

    /** Returns text in which no character has a meaning in HTML, also as the value of an attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns text as a string of JavaScript that may stand in a script. */
    static String string(String text) {
        var script = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c == '<' || c > '~') {
                script.append(String.format("\\u%04x", (int) c));
            } else {
                script.append(c);
            }
        }
        return script.append('"').toString();
    }
}
