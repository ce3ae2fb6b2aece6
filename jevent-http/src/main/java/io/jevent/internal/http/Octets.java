// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/** What the grammar of HTTP says of single bytes and of words. */
final class Octets {

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

    static boolean isToken(int octet) {
        return (KINDS[octet & 0xff] & TOKEN) != 0;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127 || !isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a request target may hold it: visible ASCII, but no fragment. */
    static boolean isTarget(int octet) {
        return (KINDS[octet & 0xff] & TARGET) != 0;
    }

    /** Whether a header's value may hold it. */
    static boolean isValue(int octet) {
        return (KINDS[octet & 0xff] & VALUE) != 0;
    }

    /**
     * Whether the name of a host may hold it, an address of IPv6 apart; no comma, which two names may be joined with.
     */
    static boolean isHost(int octet) {
        return (KINDS[octet & 0xff] & HOST) != 0;
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isLetter(int octet) {
        return (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
    }

    static boolean isHex(int octet) {
        return isDigit(octet) || ((octet | 0x20) >= 'a' && (octet | 0x20) <= 'f');
    }

    static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /** Whether bytes are a word in small letters, in letters of any size. */
    static boolean same(byte[] bytes, int from, int to, String small) {
        if (to - from != small.length()) {
            return false;
        }
        for (int i = 0; i < small.length(); i++) {
            int c = bytes[from + i];
            int s = small.charAt(i);
            boolean capital = isLetter(s) && (c | 0x20) == s;
            if (c != s && !capital) {
                return false;
            }
        }
        return true;
    }
}
