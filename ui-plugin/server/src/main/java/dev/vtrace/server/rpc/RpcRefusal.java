// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Why a request is not answered, in a sentence. */
public final class RpcRefusal {
  private RpcRefusal() {}

  /** The params make no sense. */
  public static ResponseErrorException badParams(String sentence) {
    return of(ResponseErrorCode.InvalidParams, sentence);
  }

  /** The request makes sense and cannot be done. */
  public static ResponseErrorException failed(String sentence) {
    return of(ResponseErrorCode.RequestFailed, sentence);
  }

  /** A file cannot be read. */
  public static ResponseErrorException failed(IOException e) {
    return failed(describe(e));
  }

  /** What an exception of a handler says to the client; stack traces stay here. */
  static ResponseError error(Throwable thrown) {
    Throwable e = thrown;
    while (e.getCause() != null
        && !(e instanceof ResponseErrorException || e instanceof IOException)) {
      e = e.getCause();
    }
    if (e instanceof ResponseErrorException refusal) {
      return refusal.getResponseError();
    }
    if (e instanceof IOException io) {
      return failed(io).getResponseError();
    }
    if (e instanceof OutOfMemoryError) {
      return failed("out of memory; -Xmx gives the server more").getResponseError();
    }
    return new ResponseError(
        ResponseErrorCode.InternalError, "internal error (" + e + "); please report it", null);
  }

  /** One sentence of an exception that refers to a file. */
  public static String describe(IOException e) {
    if (e instanceof FileSystemException f) {
      return f.getFile() + ": " + reason(f);
    }
    if (e instanceof FileNotFoundException && e.getMessage() != null) {
      return e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  private static ResponseErrorException of(ResponseErrorCode code, String sentence) {
    return new ResponseErrorException(new ResponseError(code, sentence, null));
  }
}
