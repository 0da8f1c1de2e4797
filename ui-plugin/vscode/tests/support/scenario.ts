// SPDX-License-Identifier: Apache-2.0
// A scenario: steps that build on each other, in one workbench.
import { after, before, describe, it } from "node:test";
import { CodeServer, type Options } from "./codeServer";
import { Workbench } from "./workbench";
import { remove } from "./workspace";

export type Step = (name: string, run: (workbench: Workbench) => Promise<void>) => void;

/**
 * Opens a folder in a real VS Code for some steps, and removes it afterwards. After a step that failed, the
 * others are not tried; the picture of the moment is kept.
 */
export function scenario(name: string, options: Options, steps: (step: Step) => void): void {
  describe(name, () => {
    let server: CodeServer | undefined;
    let workbench: Workbench | undefined;
    let failed: string | undefined;

    before(async () => {
      server = await CodeServer.start(options);
      workbench = await Workbench.open(server, options.workspace);
    });

    after(async () => {
      await workbench?.close();
      await server?.stop();
      remove(options.workspace);
    });

    steps((title, run) =>
      it(title, async (test) => {
        if (failed) {
          test.skip(`not reached, "${failed}" failed before`);
          return;
        }
        try {
          await run(workbench!);
        } catch (error) {
          failed = title;
          await workbench?.screenshot(`failed-${title.replace(/\W+/g, "-")}`);
          console.log(server?.log.join(""));
          throw error;
        }
      }),
    );
  });
}
