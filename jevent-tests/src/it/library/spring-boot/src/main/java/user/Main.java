// SPDX-License-Identifier: Apache-2.0
package user;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application whose runner uses greenlets. */
@SpringBootApplication
public class Main implements CommandLineRunner {

    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }

    @Override
    public void run(String... arguments) throws Exception {
        IO.println(Echo.once());
    }
}
