// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.HttpDates;
import io.jevent.internal.http.WireResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            transfer();
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
                List<ByteRange> ranges = conditions.allowRange() ? ranges() : null;
                if (ranges == null) {
                    transfer();
                } else if (ranges.size() == 1) {
                    transfer(ranges.getFirst());
                } else {
                    transfer(ranges);
                }
            }
        }
    }

    private void setType() {
        if (!response.headers().has("Content-Type")) {
            response.type(MediaTypes.of(path.toString()));
        }
    }

    /** Returns the ranges to send; null for the whole file. RFC 9110, 14.2: only a GET has any. */
    private @Nullable List<ByteRange> ranges() {
        List<String> lines = request.headers().all("Range");
        boolean asks = request.method().equals("GET") && lines.size() == 1;
        List<ByteRange> ranges = asks ? ByteRange.parse(lines.getFirst(), file.size()) : null;
        if (ranges != null && ranges.isEmpty()) {
            throw new HttpException(416, "Range Not Satisfiable").header("Content-Range", "bytes */" + file.size());
        }
        return ranges;
    }

    private void transfer() throws IOException {
        transfer(0, file.size());
    }

    private void transfer(ByteRange range) throws IOException {
        response.status(206);
        response.header("Content-Range", range.of(file.size()));
        transfer(range.first(), range.length());
    }

    private void transfer(long first, long count) throws IOException {
        if (response.changesBody(count)) {
            copy();
            return;
        }
        wire.begin(count);
        wire.sendFile(file.channel(), first, count);
        wire.end();
    }

    /** Sends several ranges as parts of one body, RFC 9110, 14.6. */
    private void transfer(List<ByteRange> ranges) throws IOException {
        String boundary = Ids.random() + Ids.random();
        String type = response.headers().first("Content-Type").orElse("");
        List<byte[]> heads = ranges.stream()
                .map(range -> ("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                                + range.of(file.size()) + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        long length = end.length;
        for (int i = 0; i < ranges.size(); i++) {
            length += heads.get(i).length + ranges.get(i).length();
        }
        response.status(206).type("multipart/byteranges; boundary=" + boundary);
        if (response.changesBody(length)) {
            throw new IllegalStateException("a filter transforms a part of a file, whose ranges would be wrong then");
        }
        wire.begin(length);
        for (int i = 0; i < ranges.size(); i++) {
            wire.write(heads.get(i), 0, heads.get(i).length);
            wire.sendFile(file.channel(), ranges.get(i).first(), ranges.get(i).length());
        }
        wire.write(end, 0, end.length);
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
}
