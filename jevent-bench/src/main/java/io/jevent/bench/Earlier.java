// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results of an earlier run, by the names of their rows.
 *
 * @param rows the rows in which jevent was measured
 */
record Earlier(Map<String, Result> rows) {

    /**
     * The result of one row.
     *
     * @param median the median of jevent's rounds
     * @param least the smallest number of a round
     * @param most the largest number of a round
     * @param machine on what it was measured
     */
    record Result(double median, double least, double most, String machine) {}

    /** A row as {@link ResultsJson} writes it. */
    private record Stored(
            @Nullable String name,
            @Nullable Double ours,
            @Nullable Double least,
            @Nullable Double most,
            @Nullable String machine) {

        boolean isComplete() {
            return name != null && machine != null && (ours == null || (least != null && most != null));
        }
    }

    /**
     * Reads the file that an earlier run wrote with {@code --json}.
     *
     * @throws UsageException if there is no such file, or it has other contents
     */
    static Earlier read(Path file) throws UsageException {
        try {
            Stored[] all = new Gson().fromJson(Files.readString(file, StandardCharsets.UTF_8), Stored[].class);
            if (all == null || !Arrays.stream(all).allMatch(row -> row != null && row.isComplete())) {
                throw notResults(file, null);
            }
            var rows = new LinkedHashMap<String, Result>();
            for (Stored row : all) {
                if (row.name != null
                        && row.ours != null
                        && row.least != null
                        && row.most != null
                        && row.machine != null) {
                    rows.put(row.name, new Result(row.ours, row.least, row.most, row.machine));
                }
            }
            return new Earlier(rows);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file + " to compare with; --json FILE writes one", e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (JsonParseException e) {
            throw notResults(file, e);
        }
    }

    private static UsageException notResults(Path file, @Nullable Exception cause) {
        return new UsageException(
                file + " has no results of this version of the bench; write it anew with --json FILE", cause);
    }

    Optional<Result> row(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    /**
     * Throws unless the rows were measured on a machine like this one.
     *
     * @param machine the description of this machine
     * @throws UsageException if one was not
     */
    void requireMachine(String machine) throws UsageException {
        for (Result row : rows.values()) {
            if (!hardware(row.machine).equals(hardware(machine))) {
                throw new UsageException("measured on another machine (" + hardware(row.machine) + "; this one is "
                        + hardware(machine) + "), so the numbers cannot be compared");
            }
        }
    }

    /** The part of a description that names the processor and the number of processors. */
    private static String hardware(String machine) {
        int processors = machine.indexOf(" processors");
        return processors < 0 ? machine : machine.substring(0, processors) + " processors";
    }
}
