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
 * @param svg the file for a picture of the results, or empty
 * @param earlier the file with the results to compare with, or empty
 * @param tolerance the change of a median that does not count, as a share of it
 * @param quick whether a first impression is enough
 * @param help whether only help is wanted
 */
record Options(
        List<Row> rows,
        Optional<Path> json,
        Optional<Path> svg,
        Optional<Path> earlier,
        double tolerance,
        boolean quick,
        boolean help) {

    private static final double TOLERANCE = 0.1;
    private static final double PERCENT = 100;

    /**
     * Reads the command line.
     *
     * @throws UsageException if it is not understood
     */
    static Options parse(List<String> args) throws UsageException {
        var rows = new ArrayList<Row>();
        Optional<Path> json = Optional.empty();
        Optional<Path> svg = Optional.empty();
        Optional<Path> earlier = Optional.empty();
        double tolerance = TOLERANCE;
        boolean quick = false;
        boolean help = false;
        for (var rest = args.iterator(); rest.hasNext(); ) {
            var arg = rest.next();
            switch (arg) {
                case "--json" -> json = Optional.of(Path.of(value(arg, rest)));
                case "--svg" -> svg = Optional.of(Path.of(value(arg, rest)));
                case "--compare" -> earlier = Optional.of(Path.of(value(arg, rest)));
                case "--tolerance" -> tolerance = percent(value(arg, rest)) / PERCENT;
                case "--quick" -> quick = true;
                case "-h", "--help" -> help = true;
                default -> rows.addAll(rows(arg));
            }
        }
        return new Options(rows.isEmpty() ? Rows.ALL : List.copyOf(rows), json, svg, earlier, tolerance, quick, help);
    }

    /** Returns the help text. */
    static String usage() {
        return Rows.everything()
                .map(row -> String.format(
                        "  %-17s %s (%s)%n",
                        row.name(), row.what(), row.metric().unit()))
                .collect(Collectors.joining("", """
                        usage: bench [NAME...] [--json FILE] [--svg FILE] [--compare FILE [--tolerance PERCENT]] [--quick]

                        Runs jevent and its peers in rounds that alternate, and prints the medians.

                          --json FILE    also write the medians to FILE
                          --svg FILE     also draw the medians as bars into FILE
                          --compare FILE compare with the medians that an earlier run on this machine wrote to FILE;
                                         the exit code is 1 if a row is worse by more than the tolerance
                          --tolerance P  the change in percent that does not count; default 10
                          --quick        one process each and few rounds, for a first impression

                        rows, all but those on clusters and on Python if none is named; groups of them are "core" from "switch" on, "net" from "echo" on,
                        "http" from "plaintext" on, "growth" from "first-wave" on, "users" from "json" on, "foreign" from
                        "patched-socket" on, "cluster" from "cluster-tell" on, "python" from "py-switch" on, "http2" (HTTP/2, TLS and
                        bodies) and "client" (HTTP clients):
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

    private static double percent(String text) throws UsageException {
        try {
            double percent = Double.parseDouble(text);
            if (percent >= 0 && percent < Double.POSITIVE_INFINITY) {
                return percent;
            }
        } catch (NumberFormatException _) {
            // the same answer as for a negative number
        }
        throw new UsageException("--tolerance needs a number of percent that is not negative, not " + text);
    }

    private static String value(String option, Iterator<String> rest) throws UsageException {
        try {
            return rest.next();
        } catch (NoSuchElementException e) {
            throw new UsageException("option " + option + " needs a value", e);
        }
    }
}
