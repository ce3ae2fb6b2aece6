// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.util.HexFormat;

/**
 * Writes JSON for logs and reports, which need no library: members and elements in order, with their commas.
 *
 * <p><b>Confinement:</b> not shared.
 */
public final class JsonText {

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    /** Creates an empty text. */
    public JsonText() {
        super();
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    /**
     * Begins an object or an array.
     *
     * @param bracket the opening bracket
     * @return this
     */
    public JsonText begin(char bracket) {
        separate();
        text.append(bracket);
        first = true;
        return this;
    }

    /**
     * Ends an object or an array.
     *
     * @param bracket the closing bracket
     * @return this
     */
    public JsonText end(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    /**
     * Begins a member, whose value follows.
     *
     * @param name its name
     * @return this
     */
    public JsonText name(String name) {
        separate();
        quote(name);
        text.append(':');
        first = true;
        return this;
    }

    /**
     * Adds a string.
     *
     * @param value the string
     * @return this
     */
    public JsonText string(String value) {
        separate();
        quote(value);
        return this;
    }

    /**
     * Adds a number, or true or false.
     *
     * @param value the value in JSON
     * @return this
     */
    public JsonText raw(Object value) {
        separate();
        text.append(value);
        return this;
    }

    /**
     * Adds a member that is a string.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public JsonText member(String name, String value) {
        return name(name).string(value);
    }

    /**
     * Adds a member that is a number, or true or false.
     *
     * @param name its name
     * @param value its value in JSON
     * @return this
     */
    public JsonText member(String name, Object value) {
        return name(name).raw(value);
    }

    /** Escapes all that is not printable ASCII, so that a log line stays one line in every encoding. */
    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 127) {
                text.append(c);
            } else {
                text.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
