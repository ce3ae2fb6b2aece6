// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/** The character classes of HTTP's grammar: RFC 9110, 5.5 and 5.6, and RFC 3986. */
public final class Octets {

    private static final byte TOKEN = 1;
    private static final byte TARGET = 2;
    private static final byte VALUE = 4;
    private static final byte HOST = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0x20; c < 256; c++) {
            if (c != 0x7f) {
                KINDS[c] |= VALUE;
            }
            if (c > 0x20 && c < 0x7f && c != '#') {
                KINDS[c] |= TARGET;
            }
        }
        KINDS['\t'] |= VALUE;
        String marks = "!#$%&'*+-.^_`|~";
        for (int c = 0; c < 128; c++) {
            boolean alphanumeric = isDigit(c) || isLetter(c);
            if (alphanumeric || marks.indexOf(c) >= 0) {
                KINDS[c] |= TOKEN;
            }
            if (alphanumeric || "-._~%!$&'()*+;=".indexOf(c) >= 0) {
                KINDS[c] |= HOST;
            }
        }
    }

    private Octets() {}

    /**
     * Returns whether a token may contain it, RFC 9110, 5.6.2.
     *
     * @param octet a byte, or a character up to 255
     * @return true if so
     */
    public static boolean isToken(int octet) {
        return (KINDS[octet & 0xff] & TOKEN) != 0;
    }

    /**
     * Returns whether a text is a token, RFC 9110, 5.6.2.
     *
     * @param text the text
     * @return true if so; false if it is empty
     */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127 || !isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Returns whether a request target may contain it: visible ASCII, but no fragment.
     *
     * @param octet a byte
     * @return true if so
     */
    public static boolean isTarget(int octet) {
        return (KINDS[octet & 0xff] & TARGET) != 0;
    }

    /**
     * Returns whether the value of a header may contain it, RFC 9110, 5.5.
     *
     * @param octet a byte, or a character up to 255
     * @return true if so
     */
    public static boolean isValue(int octet) {
        return (KINDS[octet & 0xff] & VALUE) != 0;
    }

    /**
     * Returns whether the name of a host may contain it, except an IPv6 address. A comma is refused, since two values
     * of Host may be joined with one.
     */
    static boolean isHost(int octet) {
        return (KINDS[octet & 0xff] & HOST) != 0;
    }

    /**
     * Returns whether it is a decimal digit.
     *
     * @param octet a byte
     * @return true if so
     */
    public static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isLetter(int octet) {
        return (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
    }

    /**
     * Returns whether it is a hexadecimal digit.
     *
     * @param octet a byte
     * @return true if so
     */
    public static boolean isHex(int octet) {
        return isDigit(octet) || ((octet | 0x20) >= 'a' && (octet | 0x20) <= 'f');
    }

    /**
     * Returns whether it is a space or a tab.
     *
     * @param octet a byte
     * @return true if so
     */
    public static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * Returns whether bytes are a word, in any case.
     *
     * @param bytes the array that holds them
     * @param from the index of the first
     * @param to the index after the last
     * @param word the word
     * @return true if so
     */
    public static boolean same(byte[] bytes, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int c = bytes[from + i];
            int w = word.charAt(i);
            boolean otherCase = isLetter(w) && (c | 0x20) == (w | 0x20);
            if (c != w && !otherCase) {
                return false;
            }
        }
        return true;
    }
}
