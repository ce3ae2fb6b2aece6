// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;
import java.net.ProtocolException;
import java.util.List;
import java.util.Locale;

/**
 * Where the body of a response ends, RFC 9112, 6.3.
 *
 * @param kind how the end is marked
 * @param length the number of bytes, for {@link Kind#LENGTH}
 * @param keepsAlive whether the connection can be used after the response
 */
record ResponseFraming(Kind kind, long length, boolean keepsAlive) {

    enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    private static final int MAX_DIGITS = 18;

    static ResponseFraming of(String method, ResponseHead head) throws ProtocolException {
        HeaderList headers = head.headers();
        boolean alive = keepsAlive(head);
        long length = length(headers);
        List<String> codings = headers.all("Transfer-Encoding");
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) {
            return new ResponseFraming(Kind.NONE, 0, alive && codings.isEmpty());
        }
        if (!codings.isEmpty()) {
            if (!head.http11() || codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("unsupported Transfer-Encoding: " + codings);
            }
            return new ResponseFraming(Kind.CHUNKED, -1, alive && length < 0); // RFC 9112, 6.3: perhaps smuggling
        }
        return length < 0
                ? new ResponseFraming(Kind.CLOSE, -1, false)
                : new ResponseFraming(Kind.LENGTH, length, alive);
    }

    private static boolean keepsAlive(ResponseHead head) {
        boolean alive = head.http11();
        for (String line : head.headers().all("Connection")) {
            for (String element : line.split(",", -1)) {
                String option = element.strip().toLowerCase(Locale.ROOT);
                if (option.equals("close")) {
                    return false;
                }
                alive |= option.equals("keep-alive");
            }
        }
        return alive;
    }

    /** Returns the length; -1 for none. Several equal values are allowed, RFC 9110, 8.6. */
    static long length(HeaderList headers) throws ProtocolException {
        long length = -1;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase("Content-Length")) {
                for (String element : headers.value(i).split(",", -1)) {
                    long one = number(element.strip());
                    if (one < 0 || (length >= 0 && one != length)) {
                        throw new ProtocolException("invalid Content-Length: " + headers.all("Content-Length"));
                    }
                    length = one;
                }
            }
        }
        return length;
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }
}
