// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static java.util.Map.entry;

import io.jevent.internal.http.FieldLists;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Media types by the ends of file names. */
final class MediaTypes {

    static final String JSON = "application/json";

    private static final String BYTES = "application/octet-stream";

    private static final Map<String, String> BY_END = Map.ofEntries(
            entry("avif", "image/avif"),
            entry("css", "text/css; charset=utf-8"),
            entry("csv", "text/csv; charset=utf-8"),
            entry("gif", "image/gif"),
            entry("gz", "application/gzip"),
            entry("htm", "text/html; charset=utf-8"),
            entry("html", "text/html; charset=utf-8"),
            entry("ico", "image/x-icon"),
            entry("jpeg", "image/jpeg"),
            entry("jpg", "image/jpeg"),
            entry("js", "text/javascript; charset=utf-8"),
            entry("json", "application/json"),
            entry("map", "application/json"),
            entry("md", "text/markdown; charset=utf-8"),
            entry("mjs", "text/javascript; charset=utf-8"),
            entry("mp3", "audio/mpeg"),
            entry("mp4", "video/mp4"),
            entry("pdf", "application/pdf"),
            entry("png", "image/png"),
            entry("svg", "image/svg+xml"),
            entry("txt", "text/plain; charset=utf-8"),
            entry("wasm", "application/wasm"),
            entry("webm", "video/webm"),
            entry("webp", "image/webp"),
            entry("woff", "font/woff"),
            entry("woff2", "font/woff2"),
            entry("xml", "text/xml; charset=utf-8"),
            entry("zip", "application/zip"));

    private MediaTypes() {}

    static String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? BYTES : BY_END.getOrDefault(fileName.substring(dot + 1).toLowerCase(Locale.ROOT), BYTES);
    }

    /** Returns a media type without its parameters. */
    static String nameOf(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a type is JSON in UTF-8: RFC 8259, 8.1, and RFC 6839, 3.1. */
    static boolean isJson(String type) {
        String name = nameOf(type);
        List<String> parts = FieldLists.parts(type.toLowerCase(Locale.ROOT));
        return (name.equals(JSON) || (name.startsWith("application/") && name.endsWith("+json")))
                && parts.stream()
                        .filter(part -> part.startsWith("charset="))
                        .allMatch(part -> part.equals("charset=utf-8") || part.equals("charset=\"utf-8\""));
    }

    /** Returns whether compression pays for content of this type. */
    static boolean isText(String type) {
        String name = nameOf(type);
        return name.startsWith("text/")
                || name.endsWith("+json")
                || name.endsWith("+xml")
                || name.equals("application/json")
                || name.equals("application/javascript")
                || name.equals("application/xml")
                || name.equals("application/wasm");
    }
}
