// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Run once after each build, so that the AOT cache holds what the start of an ordinary program needs. */
class Training {
    record Line(String name, int length) {}

    static void main(String[] args) throws Exception {
        List<Line> lines = new ArrayList<>();
        Map<Integer, List<String>> byLength = new TreeMap<>();
        for (String name : List.of("one", "two", "three", "four")) {
            lines.add(new Line(name, name.length()));
        }
        for (Line line : lines) {
            byLength.computeIfAbsent(line.length(), length -> new ArrayList<>()).add(line.name());
        }
        byLength.forEach((length, names) -> System.out.println(length + ": " + String.join(", ", names)));
        System.out.printf("%d lines, %s%n", lines.size(), lines.stream().map(Line::name).toList());
    }
}
