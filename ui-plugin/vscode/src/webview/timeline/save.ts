// SPDX-License-Identifier: Apache-2.0
// What is seen, as a file.
import type { FromPanel } from "../../timeline/messages";
import { CanvasSurface } from "./canvasSurface";
import { paint } from "./paint";
import type { Panel } from "./panel";
import { SvgSurface } from "./svgSurface";

type Post = (message: FromPanel) => void;

export function savePng(panel: Panel, post: Post): void {
  const scene = panel.picture();
  if (scene) {
    const surface = new CanvasSurface(document.createElement("canvas"), panel.theme);
    surface.begin(scene.width, scene.height);
    paint(surface, scene);
    const data = surface.canvas.toDataURL("image/png");
    post({
      type: "save",
      name: `${scene.run.model.name}.png`,
      data: data.slice(data.indexOf(",") + 1),
      base64: true,
    });
  }
}

export function saveSvg(panel: Panel, post: Post): void {
  const scene = panel.picture();
  if (scene) {
    const surface = new SvgSurface(scene.width, scene.height, panel.theme, panel.measureText);
    paint(surface, scene);
    post({ type: "save", name: `${scene.run.model.name}.svg`, data: surface.toString(), base64: false });
  }
}
