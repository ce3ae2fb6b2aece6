// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.HttpDates;
import io.jevent.internal.http.WireResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Responds with a file: RFC 9110, 13 and 14. */
final class FileSender {

    private static final int CHUNK = 64 * 1024;

    private final Request request;
    private final Response response;
    private final WireResponse wire;
    private final OpenFile file;
    private final Path path;

    private FileSender(Response response, WireResponse wire, OpenFile file, Path path) {
        this.request = response.request();
        this.response = response;
        this.wire = wire;
        this.file = file;
        this.path = path;
    }

    /** Opens the file first, so that the headers describe the very bytes that are sent. */
    static void send(Response response, WireResponse wire, Path path) throws IOException {
        try (OpenFile file = OpenFile.open(path)) {
            new FileSender(response, wire, file, path).send();
        }
    }

    private void send() throws IOException {
        Instant modified = file.modified();
        if (modified == null || response.status() != 200) {
            setType();
            transfer(Range.WHOLE);
            return;
        }
        String tag = "\"" + Long.toHexString(modified.getEpochSecond()) + "-" + Long.toHexString(modified.getNano())
                + "-" + Long.toHexString(file.size()) + "\"";
        response.header("Last-Modified", HttpDates.format(modified));
        response.header("ETag", tag);
        var conditions = new Conditions(request, tag, modified);
        switch (conditions.evaluate()) {
            case FAILED -> throw new HttpException(412);
            case NOT_MODIFIED -> response.status(304).send(new byte[0]);
            case HOLD -> {
                setType();
                response.header("Accept-Ranges", "bytes");
                transfer(conditions.allowRange() ? range() : Range.WHOLE);
            }
        }
    }

    private void setType() {
        if (!response.headers().has("Content-Type")) {
            response.type(MediaTypes.of(path.toString()));
        }
    }

    /**
     * Returns the range to send. RFC 9110, 14.2: only a GET has one; the response to several ranges is the whole file.
     */
    private Range range() {
        List<String> lines = request.headers().all("Range");
        boolean asks = request.method().equals("GET") && lines.size() == 1;
        Range range = asks ? Range.parse(lines.getFirst(), file.size()) : Range.WHOLE;
        if (range == Range.IMPOSSIBLE) {
            throw new HttpException(416, "Range Not Satisfiable").header("Content-Range", "bytes */" + file.size());
        }
        return range;
    }

    private void transfer(Range range) throws IOException {
        boolean whole = range == Range.WHOLE;
        if (!whole) {
            response.status(206);
            response.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + file.size());
        }
        long count = whole ? file.size() : range.last() - range.first() + 1;
        if (response.changesBody(count)) {
            copy();
            return;
        }
        wire.begin(count);
        wire.sendFile(file.channel(), whole ? 0 : range.first(), count);
        wire.end();
    }

    /** Sends the whole file through the filter that transforms it. */
    private void copy() throws IOException {
        var chunk = ByteBuffer.allocate(CHUNK);
        boolean wanted = !request.method().equals("HEAD");
        for (long done = 0; wanted && done < file.size(); done += chunk.position()) {
            chunk.clear().limit((int) Math.min(CHUNK, file.size() - done));
            if (file.channel().read(chunk, done) < 0) {
                throw new EOFException("the file became shorter while it was sent: " + path);
            }
            response.write(chunk.array(), 0, chunk.position());
        }
        response.end();
    }

    /** The first and the last byte of a range. */
    private record Range(long first, long last) {

        static final Range WHOLE = new Range(0, -1);
        static final Range IMPOSSIBLE = new Range(-1, -1);

        private static final String UNIT = "bytes=";
        private static final int MAX_DIGITS = 18;

        /** Parses one range. Any other text, several ranges included, is ignored. */
        static Range parse(String text, long size) {
            int dash = text.indexOf('-');
            boolean ofBytes = text.regionMatches(true, 0, UNIT, 0, UNIT.length()); // RFC 9110, 14.1
            if (!ofBytes || text.indexOf(',') >= 0 || dash < 0) {
                return WHOLE;
            }
            String from = text.substring(UNIT.length(), dash).strip();
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
            return text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }
}
