// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of JSON on one line each, with texts, whole numbers and lists of texts. */
final class JsonLine {

    private final String text;
    private int at;

    private JsonLine(String text) {
        this.text = text;
    }

    static String write(Map<String, Object> object) {
        var out = new StringBuilder("{");
        object.forEach((key, value) -> {
            if (out.length() > 1) {
                out.append(',');
            }
            string(out, key);
            out.append(':');
            value(out, value);
        });
        return out.append('}').toString();
    }

    private static void value(StringBuilder out, Object value) {
        if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                value(out, list.get(i));
            }
            out.append(']');
        } else if (value instanceof Number) {
            out.append(value);
        } else {
            string(out, String.valueOf(value));
        }
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the message names the column
     */
    static Map<String, Object> read(String line) {
        var json = new JsonLine(line);
        Map<String, Object> object = json.object();
        json.skipSpace();
        if (json.at < line.length()) {
            throw json.wrong("the end of the line");
        }
        return object;
    }

    private Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        expect('{');
        if (accept('}')) {
            return object;
        }
        do {
            skipSpace();
            String key = string();
            expect(':');
            object.put(key, value());
        } while (accept(','));
        expect('}');
        return object;
    }

    private Object value() {
        skipSpace();
        char c = peek();
        if (c == '"') {
            return string();
        }
        if (accept('[')) {
            var list = new ArrayList<Object>();
            if (!accept(']')) {
                do {
                    list.add(value());
                } while (accept(','));
                expect(']');
            }
            return list;
        }
        return number();
    }

    private Long number() {
        int from = at;
        while (at < text.length() && (Character.isDigit(peek()) || peek() == '-')) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no text, list or whole number at column " + (from + 1), e);
        }
    }

    private String string() {
        expect('"');
        var out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        if (c != 'u') {
            return c;
        }
        if (at + 4 > text.length()) {
            throw wrong("four digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean accept(char c) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(expected + " was expected at column " + (at + 1));
    }
}
