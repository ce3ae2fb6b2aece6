// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.http.HttpException;
import io.jevent.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A form of type {@code multipart/form-data}, read to its end. Its fields are in memory, its files too as long as they
 * are small; larger ones are written to the disk, in threads of the pool, and are deleted when the request ends.
 *
 * <p><b>Confinement:</b> immutable; its files can be read until the request ends.
 *
 * @gevent the forms of web frameworks, for example Flask's {@code request.files}
 * @since 0.1
 */
public final class MultipartForm {

    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final List<UploadedFile> files = new ArrayList<>();

    private MultipartForm() {}

    /**
     * Reads the form of a request, with the usual limits.
     *
     * @param request the request
     * @return the form
     * @throws HttpException with 415 if the body has another type, 400 if it is malformed, 413 if it exceeds a limit;
     *     let it propagate
     * @throws IOException if the body cannot be read, or a file cannot be written
     * @switches when it has to wait
     */
    public static MultipartForm read(Request request) throws IOException {
        return read(request, MultipartOptions.DEFAULTS);
    }

    /**
     * Reads the form of a request.
     *
     * @param request the request
     * @param options the limits
     * @return the form
     * @throws HttpException with 415 if the body has another type, 400 if it is malformed, 413 if it exceeds a limit;
     *     let it propagate
     * @throws IOException if the body cannot be read, or a file cannot be written
     * @switches when it has to wait
     */
    public static MultipartForm read(Request request, MultipartOptions options) throws IOException {
        MultipartReader reader = MultipartReader.of(request, options);
        List<Path> made = new CopyOnWriteArrayList<>();
        request.afterwards(() -> delete(made));
        var form = new MultipartForm();
        var spool = new SpooledFile(options.folder, made);
        int fieldBytes = options.fields;
        int memory = options.memory;
        for (Optional<Part> next = reader.next(); next.isPresent(); next = reader.next()) {
            Part part = next.get();
            if (part.isFile()) {
                UploadedFile file = spool.read(part, memory);
                memory -= file.isInMemory() ? (int) file.size() : 0;
                form.files.add(file);
            } else {
                byte[] bytes = reader.readAtMost(part, fieldBytes);
                fieldBytes -= bytes.length;
                if (fieldBytes < 0) {
                    throw new HttpException(413, "the fields are longer than " + options.fields + " bytes");
                }
                form.fields
                        .computeIfAbsent(part.name(), _ -> new ArrayList<>())
                        .add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    /** Deletes the files that were not moved. */
    private static void delete(List<Path> made) {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete an uploaded file", e);
            }
        }
    }

    /**
     * Returns the first value of a field.
     *
     * @param name the name of the field
     * @return the value, or empty if there is no such field
     */
    public Optional<String> field(String name) {
        List<String> all = fields.get(name);
        return all == null ? Optional.empty() : Optional.of(all.getFirst());
    }

    /**
     * Returns all values of a field.
     *
     * @param name the name of the field
     * @return the values, in order
     */
    public List<String> fields(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    /**
     * Returns the names of the fields that are no files.
     *
     * @return the names, in order
     */
    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(fields.keySet());
    }

    /**
     * Returns the first file of a field.
     *
     * @param name the name of the field
     * @return the file, or empty if there is none
     */
    public Optional<UploadedFile> file(String name) {
        return files.stream().filter(file -> file.field().equals(name)).findFirst();
    }

    /**
     * Returns all files.
     *
     * @return the files, in order
     */
    public List<UploadedFile> files() {
        return List.copyOf(files);
    }

    @Override
    public String toString() {
        return "form of " + fields.keySet() + " and " + files.size() + " files";
    }
}
