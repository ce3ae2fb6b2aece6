// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * A filter that compresses texts for clients that accept it: with gzip, and with Brotli and Zstandard if the program
 * has {@code brotli4j} or {@code zstd-jni}. A body that is written in chunks is still sent in chunks.
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
        String coding = codingFor(request.headers().all("Accept-Encoding"));
        response.beforeHead(length -> decide(response, coding, length));
        next.handle(request, response);
    }

    private void decide(Response response, String coding, long length) {
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
        if (!coding.isEmpty()) {
            headers.first("ETag")
                    .filter(tag -> tag.startsWith("\""))
                    .ifPresent(tag -> response.header("ETag", "W/" + tag));
            response.header("Content-Encoding", coding);
            response.removeHeader("Content-Length");
            response.removeHeader("Accept-Ranges");
            response.setFilter(Encoders.of(coding));
        }
    }

    /** Returns the coding that this program can write and the client likes best; empty if there is none. */
    static String codingFor(Iterable<String> headers) {
        return new Codings(headers).among(Encoders.CODINGS).stream().findFirst().orElse("");
    }
}
