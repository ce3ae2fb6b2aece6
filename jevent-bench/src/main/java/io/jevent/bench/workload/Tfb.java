// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The data and the pages that the servers of the rows after the TechEmpower benchmarks share. */
public final class Tfb {

    /** The user of the database, and its database. */
    public static final String USER = "postgres";

    /** The connections of a server to the database. */
    public static final int CONNECTIONS = 16;

    /** The statement that reads a row of {@code world}; the identifier is its parameter. */
    public static final String WORLD = "SELECT id, randomnumber FROM world WHERE id = $1";

    /** The statement that writes one; the number and the identifier are its parameters. */
    public static final String UPDATE = "UPDATE world SET randomnumber = $1 WHERE id = $2";

    /** The statement that reads all of {@code fortune}. */
    public static final String FORTUNES = "SELECT id, message FROM fortune";

    private static final int WORLDS = 10_000;
    private static final int MOST = 500;
    private static final int ROOM = 2048;

    /** The statements that make the tables and fill them. */
    public static final String TABLES = """
            DROP TABLE IF EXISTS world;
            DROP TABLE IF EXISTS fortune;
            CREATE TABLE world (id integer PRIMARY KEY, randomnumber integer NOT NULL);
            CREATE TABLE fortune (id integer PRIMARY KEY, message varchar(2048) NOT NULL);
            INSERT INTO world SELECT n, 1 + n * 7919 % 10000 FROM generate_series(1, 10000) AS n;
            INSERT INTO fortune VALUES
              (1, 'fortune: No such file or directory'),
              (2, 'A computer scientist is someone who fixes things that aren''t broken.'),
              (3, 'After enough decimal places, nobody gives a damn.'),
              (4, 'A bad random number generator: 1, 1, 1, 1, 1, 4.33e+67, 1, 1, 1'),
              (5, 'A computer program does what you tell it to do, not what you want it to do.'),
              (6, 'Emacs is a nice operating system, but I prefer UNIX.'),
              (7, 'Any program that runs right is obsolete.'),
              (8, 'A list is only as strong as its weakest link.'),
              (9, 'Feature: A bug with seniority.'),
              (10, 'Computers make very fast, very accurate mistakes.'),
              (11, '<script>alert("This should not be displayed in a browser alert box.");</script>'),
              (12, 'フレームワークのベンチマーク');
            ANALYZE;
            """;

    private Tfb() {}

    /** The JSON of the row {@code tfb-json}. */
    public record Message(String message) {}

    /** A row of {@code world}; the names of the parts are those of its JSON. */
    public record World(int id, int randomNumber) {}

    /** A row of {@code fortune}. */
    public record Fortune(int id, String message) {}

    /** Returns the address of the database for JDBC. */
    public static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + USER + "?user=" + USER + "&sslmode=disable";
    }

    /** Returns a random identifier, or number, of {@code world}. */
    public static int random() {
        return 1 + ThreadLocalRandom.current().nextInt(WORLDS);
    }

    /**
     * Returns different random identifiers in ascending order, in which concurrent updates do not wait for each other
     * in a circle.
     */
    public static int[] ascending(int number) {
        var random = new SplittableRandom(ThreadLocalRandom.current().nextLong());
        return random.ints(1, WORLDS + 1).distinct().limit(number).sorted().toArray();
    }

    /** Returns the number that the parameter {@code queries} asks for: at least 1, at most 500. */
    public static int queries(String text) {
        try {
            return Math.clamp(Integer.parseInt(text), 1, MOST);
        } catch (NumberFormatException _) {
            return 1;
        }
    }

    /** Returns the page of the fortunes and one more, sorted and escaped. */
    public static String page(List<Fortune> fortunes) {
        var page = new StringBuilder(ROOM).append("""
                <!DOCTYPE html><html><head><title>Fortunes</title></head><body><table>\
                <tr><th>id</th><th>message</th></tr>""");
        Stream.concat(fortunes.stream(), Stream.of(new Fortune(0, "Additional fortune added at request time.")))
                .sorted(Comparator.comparing(Fortune::message))
                .forEach(fortune -> {
                    page.append("<tr><td>").append(fortune.id()).append("</td><td>");
                    escape(fortune.message(), page);
                    page.append("</td></tr>");
                });
        return page.append("</table></body></html>").toString();
    }

    private static void escape(String text, StringBuilder page) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c);
            }
        }
    }
}
