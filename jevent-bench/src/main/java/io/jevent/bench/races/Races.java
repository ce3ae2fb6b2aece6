// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** All programs, by their families. */
public final class Races {

    /**
     * Programs of one kind.
     *
     * @param name its name
     * @param races the programs
     * @param structures whether they are small structures in memory, which model checkers are made for
     */
    public record Family(String name, List<Race> races, boolean structures) {}

    private Races() {}

    /** Runs one program once, in threads of the JDK: what other tools are given as the {@code main} of a program. */
    public static void main(String[] args) throws Exception {
        named(args[0]).program().run();
    }

    /** {@return the families} */
    public static List<Family> families() {
        List<Race> sctBench =
                Stream.of(ValueRaces.ALL, LockRaces.ALL).flatMap(List::stream).toList();
        return List.of(
                new Family("after SCTBench", sctBench, false),
                new Family("after JaConTeBe: pools, loggers, buffers", LibraryRaces.ALL, false),
                new Family("on java.util and java.util.concurrent", JdkRaces.ALL, false),
                new Family("data structures", StructureRaces.ALL, true));
    }

    /** {@return the program with a name} */
    public static Race named(String name) {
        return families().stream()
                .flatMap(family -> family.races().stream())
                .filter(race -> race.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no such program: " + name));
    }
}
