// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Octets;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;

/** Converts the heads of messages to the fields of HTTP/2 and back, RFC 9113, 8.2 and 8.3. */
final class Http2Fields {

    private Http2Fields() {}

    static Http2Headers of(Outgoing request, boolean secure) {
        HeaderList lines = request.headers();
        var fields = new DefaultHttp2Headers(false, lines.size() + 6);
        fields.method(request.method());
        fields.scheme(secure ? "https" : "http");
        fields.authority(request.authority());
        fields.path(request.target());
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.name(i).toLowerCase(Locale.ROOT);
            if (!isOfConnection(name)) {
                var _ = fields.add(new AsciiString(name), lines.value(i));
            }
        }
        long length = request.length();
        if (length > 0 || (length == 0 && isBodyUsual(request.method()))) {
            fields.setLong(AsciiString.cached("content-length"), length);
        }
        if (request.expectContinue() && request.body() != null) {
            fields.set(AsciiString.cached("expect"), "100-continue");
        }
        return fields;
    }

    private static boolean isBodyUsual(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static boolean isOfConnection(String name) {
        return switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host", "te" -> true;
            default -> false;
        };
    }

    static ResponseHead head(Http2Headers fields) throws ProtocolException {
        CharSequence status = fields.status();
        if (status == null || status.length() != 3) {
            throw new ProtocolException("the response has no valid status: " + status);
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            if (!Octets.isDigit(status.charAt(i))) {
                throw new ProtocolException("the response has no valid status: " + status);
            }
            code = 10 * code + status.charAt(i) - '0';
        }
        if (code < 100 || code == 101) {
            throw new ProtocolException("the response has no valid status: " + status);
        }
        return new ResponseHead(code, true, lines(fields));
    }

    static HeaderList trailers(Http2Headers fields) throws ProtocolException {
        return lines(fields);
    }

    private static HeaderList lines(Http2Headers fields) throws ProtocolException {
        var lines = new HeaderList();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            if (name.startsWith(":")) {
                continue;
            }
            try {
                lines.add(name, field.getValue().toString());
            } catch (IllegalArgumentException e) {
                var malformed = new ProtocolException("the response has a malformed field");
                malformed.initCause(e);
                throw malformed;
            }
        }
        return lines;
    }
}
