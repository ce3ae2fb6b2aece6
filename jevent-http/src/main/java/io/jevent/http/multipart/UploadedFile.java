// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a form. It is deleted when the request ends; {@link #moveTo} keeps it.
 *
 * <p><b>Confinement:</b> thread-safe, until the request ends.
 *
 * @see MultipartForm
 * @since 0.1
 */
public final class UploadedFile {

    private final Part part;
    private final long size;
    private final byte @Nullable [] bytes;
    private final @Nullable Path path;

    UploadedFile(Part part, long size, byte @Nullable [] bytes, @Nullable Path path) {
        this.part = part;
        this.size = size;
        this.bytes = bytes;
        this.path = path;
    }

    /**
     * Returns the name of the field.
     *
     * @return the name
     */
    public String field() {
        return part.name();
    }

    /**
     * Returns the name of the file, as the client sent it but without folders. It is text of the client: do not make a
     * path of it, but choose a name of your own.
     *
     * @return the name; empty if no file was chosen in the form
     */
    public String name() {
        return part.fileName().orElse("");
    }

    /**
     * Returns the media type that the client claims.
     *
     * @return the type
     */
    public String type() {
        return part.type();
    }

    /**
     * Returns the length.
     *
     * @return bytes
     */
    public long size() {
        return size;
    }

    /**
     * Returns whether the file is in memory.
     *
     * @return false if it is on disk
     */
    public boolean isInMemory() {
        return bytes != null;
    }

    /**
     * Opens the content.
     *
     * @return a new stream; close it. A file on disk is read on the calling thread
     * @throws IOException if it cannot be read
     */
    public InputStream open() throws IOException {
        return bytes != null ? new ByteArrayInputStream(bytes) : Files.newInputStream(onDisk());
    }

    private Path onDisk() {
        if (path == null) {
            throw new AssertionError("it is in memory or on disk");
        }
        return path;
    }

    /**
     * Keeps the file under a path, which must not exist yet. The disk is used in a thread of the pool.
     *
     * @param target the path
     * @throws IOException if it exists, or cannot be written
     * @switches always
     */
    public void moveTo(Path target) throws IOException {
        SpooledFile.inThread(() -> {
            if (bytes != null) {
                Files.write(target, bytes, java.nio.file.StandardOpenOption.CREATE_NEW);
            } else {
                Files.move(onDisk(), target);
            }
        });
    }

    @Override
    public String toString() {
        return "file " + name() + " of " + size + " bytes";
    }
}
