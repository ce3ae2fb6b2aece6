// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A filter that compresses texts with gzip for clients that accept it. A body that is written in chunks is still sent
 * in chunks.
 *
 * <p>It is off by default: if a response holds both a secret and text of an attacker, its compressed length can reveal
 * the secret (the BREACH attack).
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Compression implements Filter {

    private static final int WORTH_WHILE = 1024;

    private final int least;

    /** Creates a filter that does not compress bodies of less than 1 KiB. */
    public Compression() {
        this(WORTH_WHILE);
    }

    /**
     * Creates a filter.
     *
     * @param least the least length of a body that is compressed, in bytes; a body that is written in chunks always is
     */
    public Compression(int least) {
        this.least = least;
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        boolean accepted = accepts(request.headers().all("Accept-Encoding"));
        response.beforeHead(length -> decide(response, accepted, length));
        next.handle(request, response);
    }

    private void decide(Response response, boolean accepted, long length) {
        Headers headers = response.headers();
        boolean fits = response.status() >= 200
                && response.status() != 204
                && response.status() != 206
                && response.status() != 304
                && !headers.has("Content-Encoding")
                && (length < 0 || length >= least)
                && MediaTypes.isText(headers.first("Content-Type").orElse(""));
        if (!fits) {
            return;
        }
        response.vary("Accept-Encoding");
        if (accepted) {
            headers.first("ETag")
                    .filter(tag -> tag.startsWith("\""))
                    .ifPresent(tag -> response.header("ETag", "W/" + tag));
            response.header("Content-Encoding", "gzip");
            response.removeHeader("Content-Length");
            response.removeHeader("Accept-Ranges");
            response.setFilter(new Gzip());
        }
    }

    /** Returns whether a client accepts gzip, RFC 9110, 12.5.3. */
    static boolean accepts(Iterable<String> headers) {
        boolean any = false;
        for (String element : FieldLists.elements(headers)) {
            List<String> parts = FieldLists.parts(element.toLowerCase(Locale.ROOT));
            if (parts.isEmpty()) {
                continue;
            }
            boolean refused = parts.stream().skip(1).anyMatch(Compression::isZeroWeight);
            String coding = parts.getFirst();
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return !refused;
            }
            any |= coding.equals("*") && !refused;
        }
        return any;
    }

    /** Returns whether a parameter is {@code q=0}, with any zeros after the point: RFC 9110, 12.4.2. */
    private static boolean isZeroWeight(String parameter) {
        if (!parameter.startsWith("q=0")) {
            return false;
        }
        int at = 3;
        if (at < parameter.length() && parameter.charAt(at) == '.') {
            at++;
            while (at < parameter.length() && parameter.charAt(at) == '0') {
                at++;
            }
        }
        return at == parameter.length();
    }

    private static final class Gzip implements BodyFilter {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final GZIPOutputStream gzip;

        Gzip() {
            try {
                gzip = new GZIPOutputStream(out, 512, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] takeOutput() {
            byte[] bytes = out.toByteArray();
            out.reset();
            return bytes;
        }

        @Override
        public byte[] chunk(byte[] bytes, int offset, int length) throws IOException {
            gzip.write(bytes, offset, length);
            gzip.flush();
            return takeOutput();
        }

        @Override
        public byte[] whole(byte[] body) throws IOException {
            gzip.write(body);
            return end();
        }

        @Override
        public byte[] end() throws IOException {
            gzip.close();
            return takeOutput();
        }
    }
}
