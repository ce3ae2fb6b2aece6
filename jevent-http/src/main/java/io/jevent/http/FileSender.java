// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.Answer;
import io.jevent.internal.http.HttpDates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Answers with a file: RFC 9110, 13 and 14. */
final class FileSender {

    private static final String BYTES = "bytes=";
    private static final int PIECE = 64 * 1024;

    private final Request request;
    private final Response response;
    private final Answer answer;
    private final Path file;
    private final long size;
    private final Instant modified;
    private final String tag;

    FileSender(Request request, Response response, Answer answer, Path file) throws IOException {
        this.request = request;
        this.response = response;
        this.answer = answer;
        this.file = file;
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        size = attributes.size();
        modified = attributes.lastModifiedTime().toInstant();
        tag = "\"" + Long.toHexString(modified.toEpochMilli()) + "-" + Long.toHexString(size) + "\"";
    }

    void send() throws IOException {
        response.header("Last-Modified", HttpDates.format(modified));
        response.header("ETag", tag);
        if (isUnchanged()) {
            response.status(304).send(new byte[0]);
            return;
        }
        if (!response.headers().has("Content-Type")) {
            response.type(MediaTypes.of(file.toString()));
        }
        response.header("Accept-Ranges", "bytes");
        boolean asks = request.header("Range").isPresent() && response.status() == 200 && isForThis();
        Range range = asks ? Range.parse(request.header("Range").orElse(""), size) : Range.WHOLE;
        if (range == Range.IMPOSSIBLE) {
            response.header("Content-Range", "bytes */" + size);
            response.type("text/plain");
            response.status(416).send("Range Not Satisfiable");
        } else if (range == Range.WHOLE) {
            transfer(0, size);
        } else {
            response.status(206);
            response.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
            transfer(range.first(), range.last() - range.first() + 1);
        }
    }

    private void transfer(long position, long count) throws IOException {
        if (response.changesBody(count)) {
            copy();
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            answer.begin(count);
            answer.sendFile(channel, position, count);
            answer.end();
        }
    }

    /** Through the hands of the filter that changes it. */
    private void copy() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                response.write(piece, 0, n);
            }
        }
        response.end();
    }

    private boolean isUnchanged() {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return false;
        }
        Optional<String> tags = request.header("If-None-Match");
        if (tags.isPresent()) {
            return tags.get().strip().equals("*") || hasTag(tags.get());
        }
        return request.header("If-Modified-Since")
                .flatMap(HttpDates::parse)
                .map(since -> !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .orElse(false);
    }

    private boolean hasTag(String tags) {
        for (String one : tags.split(",", -1)) {
            String bare = one.strip();
            if (bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the range is of the file that the client knows: {@code If-Range}. */
    private boolean isForThis() {
        String condition = request.header("If-Range").orElse("").strip();
        if (condition.isEmpty() || condition.equals(tag)) {
            return true;
        }
        return HttpDates.parse(condition)
                .map(known -> known.equals(modified.truncatedTo(ChronoUnit.SECONDS)))
                .orElse(false);
    }

    /** The first and the last byte of a part. */
    private record Range(long first, long last) {

        static final Range WHOLE = new Range(0, -1);
        static final Range IMPOSSIBLE = new Range(-1, -1);

        /** What is not understood, several ranges included, is as if it were not there. */
        static Range parse(String text, long size) {
            int dash = text.indexOf('-');
            if (!text.startsWith(BYTES) || text.indexOf(',') >= 0 || dash < 0) {
                return WHOLE;
            }
            String from = text.substring(BYTES.length(), dash).strip();
            String to = text.substring(dash + 1).strip();
            if (!isNumber(from) || !isNumber(to) || (from.isEmpty() && to.isEmpty())) {
                return WHOLE;
            }
            if (from.isEmpty()) {
                long count = Math.min(Long.parseLong(to), size);
                return count == 0 ? IMPOSSIBLE : new Range(size - count, size - 1);
            }
            long first = Long.parseLong(from);
            long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
            if (!to.isEmpty() && Long.parseLong(to) < first) {
                return WHOLE;
            }
            return first >= size ? IMPOSSIBLE : new Range(first, last);
        }

        private static boolean isNumber(String text) {
            return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }
}
