// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import io.jevent.bench.Availability.Absent;
import io.jevent.bench.Availability.Present;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command {@code bench}: measures the rows it is asked for. */
public final class Bench {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final Options options;

    private Bench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the bench. The exit code is 1 if a workload of jevent failed or is worse than in the run that it is compared
     * with, and 2 if the command line was not understood.
     *
     * @param args rows and options, see {@code --help}
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        int exitCode = run(List.of(args));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(List<String> args) throws IOException {
        try {
            var options = Options.parse(args);
            if (options.help()) {
                System.out.print(Options.usage());
                return 0;
            }
            return new Bench(options, System.out).measure() ? 0 : FAILED;
        } catch (UsageException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println("Try --help.");
            return USAGE;
        }
    }

    /** Runs the rows; returns false if jevent failed in one, or is worse than before. */
    private boolean measure() throws IOException, UsageException {
        Optional<Comparison> comparison = comparison();
        try (var scratch = Scratch.create()) {
            var ours = Peers.ours(scratch);
            var machine = new StringBuilder(Machine.describe());
            var present = new ArrayList<Peer>();
            var absent = new ArrayList<String>();
            for (var peer : Peers.others(scratch)) {
                switch (peer.availability()) {
                    case Present(var version) -> {
                        present.add(peer);
                        machine.append(machine.indexOf(version) < 0 ? ", " + version : "");
                    }
                    case Absent(var remedy) -> absent.add(peer.name() + ": " + remedy);
                }
            }
            out.println(machine);
            Machine.busy().ifPresent(warning -> out.println("warning: " + warning));
            absent.forEach(line -> out.println("absent: " + line));
            var results = results(ours, present, scratch);
            if (options.json().isPresent()) {
                var json = ResultsJson.write(results, machine.toString());
                Files.writeString(options.json().get(), json, StandardCharsets.UTF_8);
            }
            if (options.svg().isPresent()) {
                Files.writeString(options.svg().get(), Bars.draw(results), StandardCharsets.UTF_8);
            }
            boolean passed = comparison.isEmpty() || comparison.get().print(results, out);
            return passed && results.stream().noneMatch(result -> result.ours().failed());
        }
    }

    /** Reads the earlier results before anything is measured. */
    private Optional<Comparison> comparison() throws UsageException {
        if (options.earlier().isEmpty()) {
            return Optional.empty();
        }
        Earlier earlier = Earlier.read(options.earlier().get());
        earlier.requireMachine(Machine.describe());
        return Optional.of(new Comparison(earlier, options.tolerance()));
    }

    private List<RowResult> results(Peer ours, List<Peer> peers, Scratch scratch) {
        var results = new ArrayList<RowResult>();
        var report = new Report(out);
        for (var row : options.rows()) {
            var planned = options.quick() ? row.quick() : row;
            var result = new Contest(planned, scratch.folder()).run(ours, peers);
            report.print(result);
            results.add(result);
        }
        return results;
    }
}
