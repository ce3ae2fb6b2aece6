// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.http.HttpException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a part, RFC 7578, 4. */
final class PartHeaders {

    private static final String DISPOSITION = "content-disposition";
    private static final String TRANSFER = "content-transfer-encoding";

    private final Map<String, String> lines = new LinkedHashMap<>();

    /** The parameters of {@code Content-Disposition}. */
    private final Map<String, String> parameters = new LinkedHashMap<>();

    /** Parses the lines up to the empty one. */
    PartHeaders(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String line : text.split("\r\n", -1)) {
            if (!line.isEmpty()) {
                addLine(line);
            }
        }
        String disposition = lines.get(DISPOSITION);
        if (disposition == null) {
            throw malformed("a part has no Content-Disposition");
        }
        parseDisposition(disposition);
        if (!parameters.containsKey("name")) {
            throw malformed("a part has no name");
        }
        String encoding = lines.getOrDefault(TRANSFER, "binary").toLowerCase(Locale.ROOT);
        if (!encoding.equals("binary") && !encoding.equals("8bit") && !encoding.equals("7bit")) {
            throw new HttpException(415, "a part has a Content-Transfer-Encoding, which RFC 7578, 4.7, has removed");
        }
    }

    static HttpException malformed(String reason) {
        return new HttpException(400, "malformed multipart body: " + reason);
    }

    private void addLine(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0 || !line.chars().limit(colon).allMatch(PartHeaders::isToken)) {
            throw malformed("a line of a part's head is no header");
        }
        if (!line.chars().allMatch(c -> c >= ' ' || c == '\t')) {
            throw malformed("a control character in a part's head");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (lines.putIfAbsent(name, line.substring(colon + 1).strip()) != null) {
            throw malformed("a part has two headers " + name);
        }
    }

    private static boolean isToken(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private void parseDisposition(String value) {
        int at = value.indexOf(';');
        if (!value.substring(0, at < 0 ? value.length() : at).strip().equalsIgnoreCase("form-data")) {
            throw malformed("the Content-Disposition of a part is not form-data");
        }
        while (at >= 0 && at < value.length()) {
            int equals = value.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            var text = new StringBuilder();
            at = parseValue(value, equals + 1, text);
            if (parameters.putIfAbsent(name, text.toString()) != null) {
                throw malformed("the Content-Disposition of a part has two parameters " + name);
            }
        }
    }

    /** Appends the value of a parameter; returns the index of the semicolon after it, or -1. */
    private static int parseValue(String value, int from, StringBuilder text) {
        int at = from;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at >= value.length() || value.charAt(at) != '"') {
            int end = value.indexOf(';', at);
            text.append(value.substring(at, end < 0 ? value.length() : end).strip());
            return end;
        }
        for (at++; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"') {
                return value.indexOf(';', at);
            }
            boolean escaped = c == '\\' && at + 1 < value.length() && "\"\\".indexOf(value.charAt(at + 1)) >= 0;
            at += escaped ? 1 : 0;
            text.append(value.charAt(at));
        }
        throw malformed("a quote in the Content-Disposition of a part has no end");
    }

    String name() {
        return parameters.getOrDefault("name", "");
    }

    /** Returns the name of the file without folders; null if the part is no file. */
    @Nullable
    String fileName() {
        String sent = parameters.get("filename");
        if (sent == null) {
            return null;
        }
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        return last.equals(".") || last.equals("..") ? "" : last;
    }

    @Nullable
    String get(String name) {
        return lines.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "part " + name();
    }
}
