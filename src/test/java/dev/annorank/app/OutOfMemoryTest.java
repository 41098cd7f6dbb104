package dev.annorank.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void shouldEndTheProcess_whenAThreadHasNoMemoryLeft_howeverItSaysSo() throws InterruptedException {
        AtomicInteger ended = new AtomicInteger();
        OutOfMemory handler = new OutOfMemory(ended::incrementAndGet);
        for (Error error : new Error[] {
            new OutOfMemoryError("unable to create native thread"),
            new AssertionError("wrapped", new IllegalStateException(new OutOfMemoryError("Direct buffer memory")))
        }) {
            Thread thread = new Thread(() -> {
                throw error;
            });
            thread.setUncaughtExceptionHandler(handler);
            thread.start();
            thread.join();
        }
        assertThat(ended).hasValue(2);
    }

    @Test
    void shouldNotEndTheProcess_whenAThreadDiesOfSomethingElse() {
        AtomicInteger ended = new AtomicInteger();
        IllegalStateException circular = new IllegalStateException("a");
        circular.initCause(new IllegalStateException("b", circular));
        new OutOfMemory(ended::incrementAndGet).uncaughtException(Thread.currentThread(), circular);
        assertThat(ended).hasValue(0);
        OutOfMemory.endIf(new OutOfMemoryError("of a process that nobody watches, such as this test's"));
    }
}
