// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parts of a request target, which the decoder has checked. */
final class Uris {

    private Uris() {}

    /** Returns the index of the path: after scheme and host if there are any. */
    private static int pathStart(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            return 0;
        }
        for (int i = scheme + 3; i < target.length(); i++) {
            if (target.charAt(i) == '/' || target.charAt(i) == '?') {
                return i;
            }
        }
        return target.length();
    }

    static String path(String target) {
        int start = pathStart(target);
        int mark = target.indexOf('?', start);
        String path = target.substring(start, mark < 0 ? target.length() : mark);
        return path.isEmpty() ? "/" : path;
    }

    static String query(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    static @Nullable String authority(String target) {
        int start = pathStart(target);
        return start == 0 ? null : target.substring(target.indexOf("://") + 3, start);
    }

    /** Decodes percent-encoded bytes as UTF-8; in forms a plus is a space. */
    static String decode(String text, boolean form) {
        if (text.indexOf('%') < 0 && !(form && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        var to = new byte[from.length];
        int size = 0;
        for (int i = 0; i < from.length; i++) {
            int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
            if (low >= 0) {
                to[size++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                to[size++] = form && from[i] == '+' ? (byte) ' ' : from[i];
            }
        }
        return new String(to, 0, size, StandardCharsets.UTF_8);
    }
}
