// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.util.ArrayList;
import java.util.List;

/** Splits header values that are lists, RFC 9110, 5.6.1, in linear time, since a peer chooses the text. */
public final class FieldLists {

    private FieldLists() {}

    /**
     * Returns the elements of all lines of a header; a comma within double quotes separates nothing.
     *
     * @param lines the values, in order
     * @return the elements without white space around them; empty elements are skipped
     */
    public static List<String> elements(Iterable<String> lines) {
        var elements = new ArrayList<String>();
        for (String line : lines) {
            add(line, ',', elements);
        }
        return elements;
    }

    /**
     * Splits an element into a value and its parameters, which semicolons separate.
     *
     * @param element one element of a list
     * @return the parts without white space around them; empty parts are skipped
     */
    public static List<String> parts(String element) {
        var parts = new ArrayList<String>();
        add(element, ';', parts);
        return parts;
    }

    /**
     * Returns whether the lists contain a word.
     *
     * @param lines the values, in order
     * @param word the word, in any case
     * @return true if the word is among them
     */
    public static boolean has(Iterable<String> lines, String word) {
        for (String element : elements(lines)) {
            if (element.equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    private static void add(String text, char separator, List<String> to) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? separator : text.charAt(i);
            if (c == separator && (!quoted || i == text.length())) {
                String element = text.substring(from, i).strip();
                if (!element.isEmpty()) {
                    to.add(element);
                }
                from = i + 1;
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
    }
}
