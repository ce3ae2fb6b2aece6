// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.http.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of a body, read while it arrives: a field or a file of a form.
 *
 * <p><b>Confinement:</b> as the body of the request; it is valid until the next part is read.
 *
 * @see MultipartReader
 * @since 0.1
 */
public final class Part {

    private final MultipartReader reader;
    private final PartHeaders headers;
    private final MultipartOptions options;
    private final InputStream body;

    Part(MultipartReader reader, PartHeaders headers, MultipartOptions options) {
        this.reader = reader;
        this.headers = headers;
        this.options = options;
        body = new Body();
    }

    /**
     * Returns the name of the field.
     *
     * @return the name
     */
    public String name() {
        return headers.name();
    }

    /**
     * Returns the name of the file, as the client sent it but without folders. It is text of the client: do not make a
     * path of it, but choose a name of your own.
     *
     * @return the name, which is empty if no file was chosen in the form; or empty if the part is no file
     */
    public Optional<String> fileName() {
        return Optional.ofNullable(headers.fileName());
    }

    /**
     * Returns the media type that the client claims.
     *
     * @return the type; {@code text/plain} if there is none
     */
    public String type() {
        return header("Content-Type").orElse("text/plain");
    }

    /**
     * Returns a header of the part.
     *
     * @param name its name, in any case
     * @return its value, or empty if there is none
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * Returns the content.
     *
     * @return a stream, always the same. Its reads block; they fail with 413 if a file is larger than
     *     {@link MultipartOptions#maxFile}, and after the next part was asked for
     */
    public InputStream body() {
        return body;
    }

    /**
     * Reads the rest of the content as UTF-8.
     *
     * @return the text
     * @throws HttpException with 413 if it is longer than {@link MultipartOptions#maxFields}
     * @throws IOException if it cannot be read to its end
     * @switches when it has to wait
     */
    public String text() throws IOException {
        byte[] bytes = reader.readAtMost(this, options.fields);
        if (bytes.length > options.fields) {
            throw new HttpException(413, "the field is longer than " + options.fields + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean isFile() {
        return headers.fileName() != null;
    }

    @Override
    public String toString() {
        return "part " + name();
    }

    /** The content up to the delimiter. */
    private final class Body extends InputStream {

        private long taken;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            int n = reader.read(Part.this, target, offset, length);
            taken += Math.max(n, 0);
            if (isFile() && taken > options.file) {
                throw new HttpException(413, "the file is larger than " + options.file + " bytes");
            }
            return n;
        }
    }
}
