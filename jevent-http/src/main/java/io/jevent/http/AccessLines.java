// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.JsonText;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The lines of access logs, in the formats that tools read. */
final class AccessLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final HexFormat HEX = HexFormat.of();

    private AccessLines() {}

    private static ZonedDateTime time(AccessLog.Entry entry) {
        return entry.at().atZone(ZoneId.systemDefault());
    }

    static StringBuilder common(AccessLog.Entry entry) {
        String user = entry.origin().flatMap(Request::user).orElse("-");
        var line = new StringBuilder(entry.client()).append(" - ");
        escape(user.isEmpty() ? "\"\"" : user.replace(' ', '_'), line);
        line.append(" [").append(TIME.format(time(entry))).append("] ");
        return quote(entry.request(), line)
                .append(' ')
                .append(entry.status())
                .append(' ')
                .append(entry.content() == 0 ? "-" : Long.toString(entry.content()));
    }

    static String combined(AccessLog.Entry entry) {
        StringBuilder line = common(entry).append(' ');
        quote(header(entry, "Referer").orElse("-"), line).append(' ');
        return quote(header(entry, "User-Agent").orElse("-"), line).toString();
    }

    private static Optional<String> header(AccessLog.Entry entry, String name) {
        return entry.origin().flatMap(request -> request.header(name));
    }

    private static StringBuilder quote(String text, StringBuilder line) {
        line.append('"');
        escape(text, line);
        return line.append('"');
    }

    /** Escapes as Apache does: quotes, backslashes, and characters that are not printable ASCII. */
    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= ' ' && c < 127) {
                line.append(c);
            } else if (c < 256) {
                line.append("\\x").append(HEX.toHexDigits((byte) c));
            } else {
                line.append("\\u").append(HEX.toHexDigits(c));
            }
        }
    }

    static String json(AccessLog.Entry entry) {
        JsonText line = new JsonText().begin('{');
        line.member("time", time(entry).toOffsetDateTime().toString());
        line.member("client", entry.client());
        entry.origin().ifPresent(request -> describe(request, line));
        line.member("status", (Object) entry.status());
        line.member("bytes", (Object) entry.content());
        line.member("seconds", (Object) (Math.round(entry.took().toNanos() / 1e3) / 1e6));
        return line.end('}').toString();
    }

    private static void describe(Request request, JsonText line) {
        line.member("id", request.id());
        line.member("method", request.method());
        line.member("target", request.target());
        line.member("protocol", request.protocol());
        request.route().ifPresent(route -> line.member("route", route));
        request.user().ifPresent(user -> line.member("user", user));
        if (!request.host().isEmpty()) {
            line.member("host", request.host());
        }
        request.tls().ifPresent(tls -> line.member("tls", tls.protocol()));
        request.header("Referer").ifPresent(referer -> line.member("referer", referer));
        request.header("User-Agent").ifPresent(agent -> line.member("agent", agent));
    }
}
