// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.http.HttpException;
import io.jevent.http.Request;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of type {@code multipart/form-data} part by part while it arrives, with constant memory. A handler that
 * reads slowly slows the client down. A part that is not read is skipped.
 *
 * <p><b>Confinement:</b> as the body of the request: one thread at a time, until the handler returns.
 *
 * @since 0.1
 */
public final class MultipartReader {

    private static final String TYPE = "multipart/form-data";
    private static final int MAX_BOUNDARY = 70;
    private static final String BOUNDARY_MARKS = "'()+_,-./:=? ";

    private final PartSource source;
    private final MultipartOptions options;
    private @Nullable Part current;
    private int parts;
    private boolean ended;

    private MultipartReader(PartSource source, MultipartOptions options) {
        this.source = source;
        this.options = options;
    }

    /**
     * Begins to read the body of a request, with the usual limits.
     *
     * @param request the request
     * @return the reader
     * @throws HttpException with 415 if the body has another type, or with 400 if its boundary is missing or malformed
     */
    public static MultipartReader of(Request request) {
        return of(request, MultipartOptions.DEFAULTS);
    }

    /**
     * Begins to read the body of a request.
     *
     * @param request the request
     * @param options the limits
     * @return the reader
     * @throws HttpException with 415 if the body has another type, or with 400 if its boundary is missing or malformed
     */
    public static MultipartReader of(Request request, MultipartOptions options) {
        request.requireType(TYPE);
        String boundary = boundaryOf(request.header("Content-Type").orElse(""));
        return new MultipartReader(new PartSource(request.body(), boundary), options);
    }

    private static String boundaryOf(String type) {
        int at = type.toLowerCase(java.util.Locale.ROOT).indexOf("boundary=");
        String text = at < 0 ? "" : type.substring(at + "boundary=".length());
        int quote = text.startsWith("\"") ? text.indexOf('"', 1) : -1;
        int end = text.indexOf(';');
        String boundary = quote > 0
                ? text.substring(1, quote)
                : text.substring(0, end < 0 ? text.length() : end).strip();
        boolean proper = !boundary.isEmpty()
                && boundary.length() <= MAX_BOUNDARY
                && !boundary.endsWith(" ")
                && boundary.chars().allMatch(MultipartReader::isOfBoundary);
        if (!proper) {
            throw PartHeaders.malformed("the Content-Type has no proper boundary (RFC 2046, 5.1.1)");
        }
        return boundary;
    }

    private static boolean isOfBoundary(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || BOUNDARY_MARKS.indexOf(c) >= 0;
    }

    /**
     * Skips what is left of the current part, and begins the next one.
     *
     * @return the part, or empty after the last one
     * @throws HttpException with 400 if the body is malformed, or 413 if it exceeds a limit; let it propagate
     * @throws IOException if the body cannot be read
     * @switches when it has to wait
     */
    public Optional<Part> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        current = null;
        if (!source.nextPart()) {
            ended = true;
            source.skipRest();
            return Optional.empty();
        }
        if (++parts > options.parts) {
            throw new HttpException(413, "more than " + options.parts + " parts");
        }
        PartHeaders head = source.head(options.headerBytes);
        var part = new Part(this, head, options);
        current = part;
        return Optional.of(part);
    }

    int read(Part part, byte[] target, int offset, int length) throws IOException {
        if (part != current) {
            throw new IOException("the " + part + " cannot be read any more: the next one was asked for");
        }
        return source.read(target, offset, length);
    }

    /** Reads the rest of a part, at most {@code most} bytes and one more. */
    byte[] readAtMost(Part part, int most) throws IOException {
        byte[] rest = source.readRest(most);
        return rest != null ? rest : part.body().readNBytes(most + 1);
    }

    @Override
    public String toString() {
        return "parts, of which " + parts + " were read";
    }
}
