// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.browser;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A browser with one window. Without one on this machine its test is skipped, or fails if JEVENT_NEED_BROWSER is set.
 */
final class Browser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens a browser with a profile of its own. */
    static Browser open() {
        var options = new ChromeOptions();
        options.setBinary(require(BROWSERS));
        options.setAcceptInsecureCerts(true); // those that tests make
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1000,700");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(require(List.of("chromedriver"))))
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static String require(List<String> names) {
        Optional<String> found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(path -> names.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        String missing = "none of " + names + " is on the PATH; on Debian: apt-get install chromium chromium-driver";
        if (found.isEmpty() && System.getenv("JEVENT_NEED_BROWSER") != null) {
            fail(missing);
        }
        return found.orElseGet(() -> abort(missing));
    }

    void go(String address) {
        driver.get(address);
    }

    /** Waits until an element that matches is there and seen. */
    WebElement see(String selector) {
        return until(d -> {
            WebElement element = d.findElement(By.cssSelector(selector));
            return element.isDisplayed() ? element : null;
        });
    }

    /** Waits until the text of an element that matches holds {@code text}. */
    void seeText(String selector, String text) {
        boolean _ = until(d -> d.findElements(By.cssSelector(selector)).stream()
                .anyMatch(element -> element.getText().contains(text)));
    }

    /** Waits until the text of the first element that matches is {@code text}. */
    void seeExactly(String selector, String text) {
        boolean _ = until(d -> d.findElement(By.cssSelector(selector)).getText().equals(text));
    }

    /** Runs a script in the page. */
    void run(String script) {
        driver.executeScript(script);
    }

    /** Waits until an expression of the page's scripts is true. */
    void awaitTrue(String expression) {
        boolean _ = until(d -> Boolean.TRUE.equals(((ChromeDriver) d).executeScript("return " + expression)));
    }

    /** The texts of all that match, now. */
    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    <T> T until(Function<WebDriver, T> condition) {
        return new WebDriverWait(driver, LONGEST)
                .ignoring(RuntimeException.class)
                .until(condition);
    }

    String title() {
        return driver.getTitle();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
