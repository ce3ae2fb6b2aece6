// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line.
 *
 * @param rows the rows to run
 * @param json the file for the results, or empty
 * @param quick whether a first impression is enough
 * @param help whether only help is wanted
 */
record Options(List<Row> rows, Optional<Path> json, boolean quick, boolean help) {

    /**
     * Reads the command line.
     *
     * @throws UsageException if it is not understood
     */
    static Options parse(List<String> args) throws UsageException {
        var rows = new ArrayList<Row>();
        Optional<Path> json = Optional.empty();
        boolean quick = false;
        boolean help = false;
        for (var rest = args.iterator(); rest.hasNext(); ) {
            var arg = rest.next();
            switch (arg) {
                case "--json" -> json = Optional.of(Path.of(value(arg, rest)));
                case "--quick" -> quick = true;
                case "-h", "--help" -> help = true;
                default -> rows.addAll(rows(arg));
            }
        }
        return new Options(rows.isEmpty() ? Rows.ALL : List.copyOf(rows), json, quick, help);
    }

    /** Returns the help text. */
    static String usage() {
        return Rows.ALL.stream()
                .map(row -> String.format(
                        "  %-14s %s (%s)%n",
                        row.name(), row.what(), row.metric().unit()))
                .collect(Collectors.joining("", """
                        usage: bench [NAME...] [--json FILE] [--quick]

                        Runs jevent and its peers in rounds that alternate, and prints the medians.

                          --json FILE    also write the medians to FILE
                          --quick        one process each and few rounds, for a first impression

                        rows, all of them if none is named; groups of them are "core" from "switch" on, "net" from "echo" on,
                        "http" from "plaintext" on, "foreign" from "patched-socket" on:
                        """, ""));
    }

    private static List<Row> rows(String name) throws UsageException {
        if (name.startsWith("-")) {
            throw new UsageException("unknown option: " + name);
        }
        var rows = Rows.called(name);
        if (rows.isEmpty()) {
            throw new UsageException("no such row: " + name);
        }
        return rows;
    }

    private static String value(String option, Iterator<String> rest) throws UsageException {
        try {
            return rest.next();
        } catch (NoSuchElementException e) {
            throw new UsageException("option " + option + " needs a value", e);
        }
    }
}
